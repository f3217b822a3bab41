using AutoValley.Telemetry.Tests.Fuzzing;

namespace AutoValley.Mqtt.Tests.Fuzzing;

/// <summary>A share of what <c>fuzz --what mqtt</c> of the benchmarks does for ten million packets.</summary>
public sealed class PacketFuzzTests
{
    private const int Inputs = 100_000;

    [Fact]
    public void Run_MutatedPackets_AreReadOrRefusedWithinTheirLimits()
    {
        using var fuzzer = new Fuzzer(20261126, [new PacketTarget(MqttProtocolVersion.V311), new PacketTarget(MqttProtocolVersion.V500)]);
        for (var input = 0; input < Inputs; input++)
            fuzzer.Run(input);
        Assert.All(fuzzer.Tallies, tally => Assert.True(tally.Accepted > 2_000 && tally.Refused > 2_000, tally.ToString()));
    }
}
