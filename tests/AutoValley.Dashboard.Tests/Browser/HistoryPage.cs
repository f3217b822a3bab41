using System.Globalization;
using AutoValley.Testing;
using AutoValley.V1;
using Microsoft.Playwright;

namespace AutoValley.Dashboard.Tests.Browser;

/// <summary>What the screen History says of a signal, and what the server says of the same.</summary>
internal static class HistoryPage
{
    public const string Vehicle = "alpha/shuttle-1", Signal = "Vehicle.Speed";

    /// <summary>In nanoseconds.</summary>
    public const long Second = 1_000_000_000;

    /// <summary>The link to a span of the signal, Unix nanoseconds.</summary>
    public static string Link(long from, long to) => $"history?vehicles={Vehicle}&signals={Signal}&from={from}&to={to}";

    /// <summary>Some seconds that are stored already, Unix nanoseconds.</summary>
    public static async Task<(long From, long To)> StoredSpanAsync(Ground ground)
    {
        var request = new GetLatestRequest { Vehicle = Vehicle, Signals = { Signal } };
        var begin = (await ground.Fleet.GetLatestAsync(request)).Samples.Single().Time;
        await Eventually.IsTrueAsync(async () => (await ground.Fleet.GetLatestAsync(request)).Samples.Single().Time > begin + (4 * Second));
        return (begin, begin + (4 * Second));
    }

    /// <summary>Least and greatest value by the server.</summary>
    public static async Task<(double Least, double Greatest)> ExtremesAsync(Ground ground, long from, long to)
    {
        var request = new AggregateRequest
        {
            Vehicle = Vehicle, Signals = { Signal }, Span = new AutoValley.V1.TimeSpan { From = from, To = to }, EveryNanos = 3_600_000_000_000,
            Statistics = { Statistic.Min, Statistic.Max },
        };
        using var call = ground.Query.Aggregate(request);
        List<double> least = [], greatest = [];
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            least.AddRange(call.ResponseStream.Current.Columns[0].Values);
            greatest.AddRange(call.ResponseStream.Current.Columns[1].Values);
        }
        return (least.Min(), greatest.Max());
    }

    /// <summary>Whether the table of values has these extremes.</summary>
    public static async Task<bool> ShowsAsync(IPage page, (double Least, double Greatest) extremes)
    {
        var cells = await page.GetByRole(AriaRole.Row).Filter(new() { HasText = Signal }).GetByRole(AriaRole.Cell).AllTextContentsAsync();
        return cells.Count >= 6 && IsNear(cells[4], extremes.Least) && IsNear(cells[5], extremes.Greatest);
    }

    /// <summary>The area of the only plot, which hears mouse, fingers and keys.</summary>
    public static ILocator Plot(IPage page) => page.GetByTestId("plot").GetByRole(AriaRole.Application);

    /// <summary>The span that the link names, Unix nanoseconds.</summary>
    public static (long From, long To) LinkedSpan(IPage page) => (Nanos(View.Parameter(page, "from")!), Nanos(View.Parameter(page, "to")!));

    /// <summary>Waits until the link names a span, as near as is given, in nanoseconds.</summary>
    public static Task IsLinkedAsync(IPage page, (long From, long To) expected, long near) => Eventually.IsTrueAsync(() =>
    {
        var (from, to) = LinkedSpan(page);
        return Math.Abs(from - expected.From) < near && Math.Abs(to - expected.To) < near;
    });

    /// <summary>How long the part is that the link says is seen, in seconds; null when that is all.</summary>
    public static double? ZoomedSeconds(IPage page) =>
        View.Parameter(page, "zoom")?.Split('~') is [var from, var to] ? (Nanos(to) - Nanos(from)) / (double)Second : null;

    private static long Nanos(string time) =>
        (DateTimeOffset.Parse(time, CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks * System.TimeSpan.NanosecondsPerTick;

    // As it is shown: six digits.
    private static bool IsNear(string shown, double value) =>
        double.TryParse(shown, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number - value) < 1e-3;
}
