using System.Globalization;
using AutoValley.Testing;

namespace AutoValley.EndToEnd.Harness;

/// <summary>What cantools decoded from a recording of shared/data/can, against what is stored of it.</summary>
public static class CanFacts
{
    private const double Tolerance = 1e-9;

    /// <summary>A row a signal; none where the data is absent.</summary>
    public static IReadOnlyList<SignalFact> Summary(string file) => !SharedData.Has(file) ? [] :
    [
        .. Rav4.Rows(file).Select(row => new SignalFact(
            $"CAN.{row["message"]}.{row["signal"]}", long.Parse(row["count"], CultureInfo.InvariantCulture),
            Number(row["min"]), Number(row["max"]), Number(row["mean"]), Number(row["first"]), Number(row["last"]))),
    ];

    /// <summary>Each signal's count, smallest, largest, mean, first and last value.</summary>
    /// <returns>How many signals there are.</returns>
    public static int AssertSummary(StoredDrive drive, string file)
    {
        var facts = Summary(file);
        foreach (var fact in facts)
        {
            var values = drive[fact.Signal].Select(sample => sample.Value).ToArray();
            Assert.True(fact.Count == values.Length, $"{fact.Signal}: {values.Length} samples, expected {fact.Count}");
            AssertClose($"{fact.Signal} min", fact.Min, values.Min());
            AssertClose($"{fact.Signal} max", fact.Max, values.Max());
            AssertClose($"{fact.Signal} first", fact.First, values[0]);
            AssertClose($"{fact.Signal} last", fact.Last, values[^1]);
            // The reference's mean is printed with nine decimals.
            Assert.True(Math.Abs(fact.Mean - values.Average()) <= 1e-8 * Math.Max(1, Math.Abs(fact.Mean)), $"{fact.Signal} mean");
        }
        return facts.Count;
    }

    /// <summary>Value by value, the first five seconds.</summary>
    /// <param name="drive">What is stored.</param>
    /// <param name="file">The reference.</param>
    /// <param name="unit">Nanoseconds by which times may differ: formats have other resolutions.</param>
    public static void AssertFirstSeconds(StoredDrive drive, string file, long unit = 0)
    {
        var next = new Dictionary<string, int>();
        foreach (var row in Rav4.Rows(file))
        {
            var signal = $"CAN.{row["message"]}.{row["signal"]}";
            var index = next[signal] = next.GetValueOrDefault(signal, -1) + 1;
            var (time, value) = drive[signal][index];
            Assert.InRange(time - Rav4.Nanos(row["t_s"]), -unit, unit);
            AssertClose($"{signal} at {row["t_s"]}", Number(row["value"]), value);
        }
        Assert.NotEmpty(next);
    }

    /// <summary>Equal but for rounding.</summary>
    public static void AssertClose(string what, double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= Tolerance * Math.Max(1, Math.Abs(expected)), $"{what}: expected {expected:R}, is {actual:R}");

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>What the reference decoder counted of one signal.</summary>
public sealed record SignalFact(string Signal, long Count, double Min, double Max, double Mean, double First, double Last);
