using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.Encode;

/// <summary>Made-up columns of the shapes that vehicles send, deterministic.</summary>
internal static class TypicalColumns
{
    private const long Start = 1_795_000_000_000_000_000;
    private const long Period = 10_000_000;

    public static IEnumerable<NamedColumn> Of(int length)
    {
        var random = new Random(7);
        var (walk, time) = (5000, Start);
        yield return new("times, regular", Values.Of(Make(length, index => Start + (index * Period))));
        yield return new("times, jitter in us", Values.Of(Make(length, _ => time += Period + (random.Next(-200, 200) * 1000L))));
        yield return new("counter", Values.Of(Make(length, index => (long)index)));
        yield return new("rolling counter", Values.Of(Make(length, index => index % 16L)));
        yield return new("walk of hundredths", Values.Of(Make(length, _ => Math.Round((walk += random.Next(-5, 6)) / 100.0, 2))));
        yield return new("sine, noise, hundredths", Values.Of(Make(length, index => Math.Round((Math.Sin(index / 100.0) * 50) + random.NextDouble(), 2))));
        yield return new("raw x 0.01 - 67.67", Values.Of(Make(length, index => ((6767 + (index * 3) + random.Next(20)) * 0.01) - 67.67)));
        yield return new("steps of a half", Values.Of(Make(length, index => index / 97 * 0.5)));
        yield return new("constant", Values.Of(Make(length, _ => 21.5)));
        yield return new("sine, all bits", Values.Of(Make(length, index => Math.Sin(index / 100.0) * 1e6)));
        yield return new("booleans, rare", Values.Of(Make(length, _ => random.Next(200) == 0)));
        yield return new("booleans, any", Values.Of(Make(length, _ => random.Next(2) == 0)));
        yield return new("texts of four", Values.Of(Make(length, _ => new[] { "PARK", "DRIVE", "REVERSE", "" }[random.Next(4)])));
    }

    private static T[] Make<T>(int length, Func<int, T> value) => [.. Enumerable.Range(0, length).Select(value)];
}
