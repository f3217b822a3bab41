using AutoValley.Interop;
using AutoValley.Testing;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using InteropClient = AutoValley.Interop.InteropService.InteropServiceClient;

namespace AutoValley.Grpc.Tests.Client.Retries;

/// <summary>A client with a service config over a scripted server, in virtual time and without chance.</summary>
internal sealed class RetryingChannel : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public RetryingChannel(ScriptedHandler server, Action<GrpcChannelOptions>? configure = null)
    {
        var options = new GrpcChannelOptions { HttpHandler = server, ServiceConfig = Config(Policy()), Clock = Time, Chance = () => 0.5 };
        configure?.Invoke(options);
        Channel = GrpcChannel.ForAddress("http://scripted", options);
        Client = new InteropClient(Channel);
    }

    public VirtualTime Time { get; } = new();

    public GrpcChannel Channel { get; }

    public InteropClient Client { get; }

    /// <summary>Four attempts at UNAVAILABLE with pauses of 100, 200, 400 ms.</summary>
    public static RetryPolicy Policy(int attempts = 4, TimeSpan? maximum = null) => new()
    {
        MaxAttempts = attempts,
        InitialBackoff = TimeSpan.FromMilliseconds(100),
        MaxBackoff = maximum ?? TimeSpan.FromSeconds(10),
        BackoffMultiplier = 2,
        RetryableStatusCodes = { StatusCode.Unavailable },
    };

    /// <summary>A policy for some methods, by default for all.</summary>
    public static ServiceConfig Config(RetryPolicy policy, params MethodName[] names)
    {
        var method = new MethodConfig { RetryPolicy = policy };
        foreach (var name in names.Length == 0 ? [MethodName.Default] : names)
            method.Names.Add(name);
        return new ServiceConfig { MethodConfigs = { method } };
    }

    /// <summary>Lets a pause begin, and pass.</summary>
    public async Task PassAsync(double milliseconds, int timers = 1)
    {
        await Eventually.IsTrueAsync(() => Time.TimerCount == timers, () => $"{Time.TimerCount} timers, not {timers}");
        Time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        Assert.Equal(timers, Time.TimerCount);
        Time.Advance(TimeSpan.FromMilliseconds(1));
    }

    public void Dispose() => Channel.Dispose();
}
