using System.Globalization;

namespace AutoValley.Edge.Sources.Gnss;

/// <summary>What became of the rows read so far.</summary>
public sealed class GnssStatistics
{
    /// <summary>All, without the header.</summary>
    public long RowsRead { get; internal set; }

    /// <summary>Cells that were empty or not a number (nan): no sample.</summary>
    public long CellsEmpty { get; internal set; }

    /// <summary>Samples read.</summary>
    public long Samples { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{RowsRead} rows read into {Samples} samples; {CellsEmpty} cells empty");
}
