using System.Globalization;
using AutoValley.Telemetry;
using V1 = AutoValley.V1;

namespace AutoValley.Edge.Driver;

/// <summary>Something the driver is to know.</summary>
/// <param name="Id">What it is about: a later one with the same id takes its place.</param>
/// <param name="Severity">notice, warning or danger.</param>
/// <param name="Text">One line.</param>
/// <param name="Time">When the agent heard of it, by the vehicle's clock, Unix nanoseconds.</param>
/// <param name="IsOver">Whether it is over, so that displays take it away.</param>
internal sealed record DriverWarning(string Id, DriverSeverity Severity, string Text, long Time, bool IsOver)
{
    /// <summary>Longest text, in characters.</summary>
    public const int MaximumText = 200;

    private const int MaximumId = 64;

    /// <summary>How long it is shown unless it comes again; null until it is over.</summary>
    public TimeSpan? Validity { get; init; }

    /// <summary>Reads an order.</summary>
    /// <returns>Why it is none; null for a good one.</returns>
    public static string? TryRead(V1.WarnOrder order, long time, out DriverWarning warning)
    {
        warning = new DriverWarning(order.Id, (DriverSeverity)order.Severity, order.Text, time, order.Over)
        {
            Validity = order.ValidSeconds > 0 ? TimeSpan.FromSeconds(order.ValidSeconds) : null,
        };
        if (!Names.IsName(order.Id, MaximumId))
            return $"a warning's id is 1 to {MaximumId} of A-Z a-z 0-9 . _ -";
        if (!Enum.IsDefined(warning.Severity))
            return $"severity {(int)order.Severity} is none of notice, warning and danger";
        return order.Text.Length is 0 or > MaximumText || order.Text.Any(char.IsControl)
            ? $"a warning's text is one line of 1 to {MaximumText} characters"
            : null;
    }

    /// <summary>The line of JSON that a display reads.</summary>
    public byte[] ToLine() => DriverLine.Write(line =>
    {
        line.WriteString("kind", "warning");
        line.WriteString("id", Id);
        line.WriteString("severity", Severity.ToString().ToLowerInvariant());
        line.WriteString("text", Text);
        line.WriteString("time", DateTimeOffset.FromUnixTimeMilliseconds(Time / 1_000_000).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        line.WriteBoolean("over", IsOver);
    });
}
