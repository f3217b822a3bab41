namespace AutoValley.Server.Influx.Reading;

/// <summary>Writes the answers to statements, one after the other.</summary>
internal interface IResults
{
    /// <summary>Begins the answer to a statement.</summary>
    void Begin(int statement);

    /// <summary>Adds rows of a series; series come one after the other.</summary>
    void Add(SeriesPlan plan, IReadOnlyList<QlRow> rows);

    /// <summary>Ends the answer, with what went wrong or null.</summary>
    void End(string? error);

    /// <summary>Ends all.</summary>
    void Close();
}
