using System.Globalization;

namespace AutoValley.Edge.Sources.Can;

/// <summary>The names of buses that a log only numbers: <c>can0</c>, <c>can1</c>, …, as Linux would name them.</summary>
internal static class BusNumbers
{
    /// <summary>Buses of one log at most.</summary>
    public const int Maximum = CandumpReader.MaximumBuses;

    private static readonly string[] Names = [.. Enumerable.Range(0, Maximum).Select(number => "can" + number.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The name of a number from 0; null beyond <see cref="Maximum"/>.</summary>
    public static string? NameOf(long number) => number is >= 0 and < Maximum ? Names[number] : null;
}
