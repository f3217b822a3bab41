using AutoValley.Mqtt;
using AutoValley.Mqtt.Tests.Fuzzing;
using AutoValley.Telemetry.Tests.Fuzzing;

namespace AutoValley.Benchmarks.Fuzz;

/// <summary>Which inputs are run.</summary>
/// <param name="Seed">Of all inputs.</param>
/// <param name="First">Number of the first.</param>
/// <param name="Count">How many.</param>
/// <param name="What">Which readers: <c>telemetry</c> or <c>mqtt</c>.</param>
internal sealed record FuzzPlan(ulong Seed, long First, long Count, string What = FuzzPlan.Telemetry)
{
    public const string Telemetry = "telemetry", Mqtt = "mqtt";

    /// <summary>New readers, for one thread.</summary>
    public IReadOnlyList<IFuzzTarget> Targets() => What == Mqtt
        ? [new PacketTarget(MqttProtocolVersion.V311), new PacketTarget(MqttProtocolVersion.V500)]
        : FuzzTargets.Create();
}
