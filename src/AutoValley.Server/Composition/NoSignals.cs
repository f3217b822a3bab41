using Microsoft.Extensions.Hosting;

namespace AutoValley.Server.Composition;

/// <summary>Leaves SIGINT and SIGTERM to Program, which stops what stands in front of the server first.</summary>
internal sealed class NoSignals : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
