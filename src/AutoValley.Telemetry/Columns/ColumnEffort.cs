namespace AutoValley.Telemetry.Columns;

/// <summary>How much is done for few bytes. Whoever reads a column need not know.</summary>
public enum ColumnEffort
{
    /// <summary>What is written and read fastest: for what is on its way.</summary>
    Fast,

    /// <summary>Fewest bytes: what is rare takes more of them than what is common. Written and read at a fraction of the speed: for what is kept.</summary>
    Smallest,
}
