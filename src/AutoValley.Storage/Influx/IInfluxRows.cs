using System.Text.Json;

namespace AutoValley.Storage.Influx;

/// <summary>Takes the rows of an answer one value at a time, as the bytes of the answer are read.</summary>
internal interface IInfluxRows
{
    /// <summary>Rows of a series follow; also when more rows of the one before follow in another part of the answer.</summary>
    /// <param name="statement">Which of the statements asked, counted from 0.</param>
    /// <param name="tags">What it was grouped by.</param>
    void BeginSeries(int statement, IReadOnlyDictionary<string, string> tags)
    {
    }

    /// <summary>A value of the row; the reader stands on it.</summary>
    /// <param name="column">Counted from 0, which is the time where there is one.</param>
    /// <param name="value">A number, text, boolean or null.</param>
    void Value(int column, ref Utf8JsonReader value);

    /// <summary>The row is whole.</summary>
    void EndRow()
    {
    }

    /// <summary>Whether what came is enough: the rest of the answer is left unread, but for what came with it.</summary>
    bool IsEnough => false;
}

/// <summary>For statements that answer nothing.</summary>
internal sealed class NoRows : IInfluxRows
{
    public static readonly NoRows Instance = new();

    public void Value(int column, ref Utf8JsonReader value)
    {
    }
}
