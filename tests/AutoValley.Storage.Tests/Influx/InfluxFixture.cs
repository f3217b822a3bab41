using AutoValley.Testing.Influx;

namespace AutoValley.Storage.Tests.Influx;

/// <summary>One InfluxDB for all tests of a class.</summary>
public sealed class InfluxFixture : IAsyncLifetime
{
    private InfluxProcess? process;

    /// <summary>It runs.</summary>
    public InfluxProcess Process => process ?? throw new InvalidOperationException("influxd is not installed");

    public async Task InitializeAsync() => process = InfluxOrderer.IsInstalled ? await InfluxProcess.StartAsync() : null;

    public async Task DisposeAsync()
    {
        if (process is not null)
            await process.DisposeAsync();
    }
}
