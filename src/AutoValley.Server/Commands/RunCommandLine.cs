using System.CommandLine;
using AutoValley.Server.Composition;
using AutoValley.Server.Configuration;
using Microsoft.Extensions.Logging;

namespace AutoValley.Server.Commands;

/// <summary>The server itself: runs until SIGINT or SIGTERM.</summary>
internal sealed class RunCommandLine
{
    private readonly SettingOptions settings;
    private readonly TextWriter output;

    public RunCommandLine(Command command, TextWriter output)
    {
        (settings, this.output) = (new SettingOptions(command), output);
    }

    public async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var options = ServerOptionsReader.Read(settings.ToConfiguration(parsed));
        using var stop = new StopSignal(cancellation);
        await using var server = await ServerApplication.StartAsync(options, TimeProvider.System, Logging, stop.Token);
        await output.WriteLineAsync($"ready: mqtt {server.Mqtt}, grpc {server.Grpc}, http {server.Http}; Ctrl-C stops");
        await output.FlushAsync(CancellationToken.None);
        await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }

    private static void Logging(ILoggingBuilder logging) => logging
        .AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat, console.UseUtcTimestamp) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ ", true))
        .AddFilter("Microsoft", LogLevel.Warning);
}
