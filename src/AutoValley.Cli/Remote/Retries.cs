using AutoValley.V1;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace AutoValley.Cli.Remote;

/// <summary>Which calls are made again when the server cannot be reached or says UNAVAILABLE: those whose contract says that they change nothing.</summary>
internal static class Retries
{
    // Three attempts within about 0.8 s: enough for a server that restarts its listener, short enough for a person.
    private const int Attempts = 3;
    private const double Multiplier = 3;
    private static readonly System.TimeSpan FirstPause = System.TimeSpan.FromMilliseconds(200);
    private static readonly System.TimeSpan LongestPause = System.TimeSpan.FromSeconds(1);

    private static readonly FileDescriptor[] Contracts =
    [
        AgentReflection.Descriptor, CommandReflection.Descriptor, FleetReflection.Descriptor, IngestReflection.Descriptor, LiveReflection.Descriptor,
        QueryReflection.Descriptor, RunReflection.Descriptor, SiteReflection.Descriptor, StoreReflection.Descriptor,
    ];

    /// <summary>As a channel takes it.</summary>
    public static ServiceConfig Config()
    {
        var again = new MethodConfig
        {
            RetryPolicy = new RetryPolicy
            {
                MaxAttempts = Attempts,
                InitialBackoff = FirstPause,
                MaxBackoff = LongestPause,
                BackoffMultiplier = Multiplier,
                RetryableStatusCodes = { StatusCode.Unavailable },
            },
        };
        foreach (var method in Contracts.SelectMany(file => file.Services).SelectMany(service => service.Methods).Where(ChangesNothing))
            again.Names.Add(new MethodName { Service = method.Service.FullName, Method = method.Name });
        return new ServiceConfig { MethodConfigs = { again } };
    }

    private static bool ChangesNothing(MethodDescriptor method) =>
        method.GetOptions()?.IdempotencyLevel == MethodOptions.Types.IdempotencyLevel.NoSideEffects;
}
