using System.CommandLine;
using AutoValley.Mqtt.Server;
using AutoValley.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AutoValley.Benchmarks.Mqtt;

/// <summary><c>mqtt-endpoint</c>: the endpoint alone, in a process of its own, for <c>mqtt</c>. What it takes goes to subscribers and nowhere else.</summary>
internal static class MqttEndpoint
{
    public const string Name = "mqtt-endpoint";

    private const int Connections = 20_000;

    public static Command Create()
    {
        var port = new Argument<int>("port");
        var command = new Command(Name, "An endpoint that keeps nothing; started by mqtt.") { Hidden = true };
        command.Arguments.Add(port);
        command.SetAction((parsed, cancellation) => RunAsync(Build(parsed.GetValue(port)), cancellation));
        return command;
    }

    private static Task RunAsync(WebApplication app, CancellationToken cancellation)
    {
        // Ends with the process, as its questions may.
        _ = Task.Run(() => HeapAnswers.RunAsync(Console.In, Console.Out), CancellationToken.None);
        return ((IHost)app).RunAsync(cancellation);
    }

    private static WebApplication Build(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.UseMqtt()));
        builder.Services.AddMqttServer(new MqttServerOptions
        {
            MaximumConnections = Connections, MaximumConnectionsPerAddress = Connections, MaximumSessions = Connections * 2,
            MaximumQueuedPublishes = 1_000_000, MaximumQueuedBytes = 1L << 30,
        });
        return builder.Build();
    }
}
