using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Tests.Columns.Simd;

/// <summary>The levels that tests run. One that the processor lacks runs as the next lower one or in software: the bits are the same.</summary>
public static class Levels
{
    public static TheoryData<int> All { get; } = new(Enum.GetValues<SimdLevel>().Select(level => (int)level));
}
