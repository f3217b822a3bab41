namespace AutoValley.Cli.Rendering;

/// <summary>Writes rows of the same columns as they come, holding no more than a screenful or two.</summary>
internal interface IRows
{
    /// <summary>Writes a row: a cell for each column.</summary>
    void Write(params ReadOnlySpan<Cell> cells);

    /// <summary>Writes what is held back, the header of no rows too.</summary>
    void End();
}
