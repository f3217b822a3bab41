namespace AutoValley.Telemetry.Columns;

/// <summary>Values of a column in a row.</summary>
/// <param name="From">Index of the first.</param>
/// <param name="To">Index after the last.</param>
public readonly record struct IndexRange(int From, int To)
{
    /// <summary>How many.</summary>
    public int Length => To - From;
}
