using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace AutoValley.Storage.Influx;

/// <summary>
/// Reads an answer to InfluxQL while it comes: <c>{"results":[{"statement_id":0,"series":[{"tags":{…},"columns":[…],"values":[[…],…]}]}]}</c>, in
/// one such object or in several behind each other, as chunked answers are. Nothing is kept of it here.
/// </summary>
internal sealed class InfluxAnswer
{
    // How deep the values of the members lie that matter.
    private const int Member = 1;
    private const int ResultMember = 3;
    private const int SeriesMember = 5;
    private const int TagOrRow = 6;
    private const int Cell = 7;

    private readonly IInfluxRows rows;
    private readonly Dictionary<string, string> tags = new(StringComparer.Ordinal);
    private JsonReaderState state = new(new JsonReaderOptions { AllowMultipleValues = true });
    private string member = "";
    private string tag = "";
    private int statement;
    private int column;

    private InfluxAnswer(IInfluxRows rows) => this.rows = rows;

    /// <summary>Reads to the end, or as much as is enough.</summary>
    /// <exception cref="InfluxRefusedException">It has an error instead of rows, or behind them, or values that are not what was asked for.</exception>
    /// <exception cref="JsonException">It is no JSON, or ends too early.</exception>
    public static async Task ReadAsync(Stream body, IInfluxRows rows, Patience patience)
    {
        var answer = new InfluxAnswer(rows);
        var pipe = PipeReader.Create(body);
        while (true)
        {
            var read = await pipe.ReadAsync(patience.Token);
            patience.Renew();
            pipe.AdvanceTo(answer.Read(read.Buffer, read.IsCompleted), read.Buffer.End);
            if (read.IsCompleted || rows.IsEnough)
                break;
        }
        await pipe.CompleteAsync();
    }

    private SequencePosition Read(ReadOnlySequence<byte> bytes, bool isLast)
    {
        var reader = new Utf8JsonReader(bytes, isLast, state);
        while (reader.Read())
            Read(ref reader);
        state = reader.CurrentState;
        return reader.Position;
    }

    private void Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName when reader.CurrentDepth == TagOrRow:
                tag = reader.GetString()!;
                break;
            case JsonTokenType.PropertyName:
                member = reader.GetString()!;
                break;
            case JsonTokenType.StartObject when reader.CurrentDepth == SeriesMember - 1:
                tags.Clear();
                break;
            case JsonTokenType.StartArray when member == "values" && reader.CurrentDepth == SeriesMember:
                rows.BeginSeries(statement, tags);
                break;
            case JsonTokenType.StartArray when member == "values" && reader.CurrentDepth == TagOrRow:
                column = 0;
                break;
            case JsonTokenType.EndArray when member == "values" && reader.CurrentDepth == TagOrRow:
                rows.EndRow();
                break;
            case JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null:
                ReadValue(ref reader);
                break;
        }
    }

    private void ReadValue(ref Utf8JsonReader reader)
    {
        if (reader.CurrentDepth == Cell && member == "values")
            ReadCell(ref reader);
        else if (reader.CurrentDepth == TagOrRow && member == "tags")
            tags[tag] = reader.GetString() ?? "";
        else if (reader.CurrentDepth == ResultMember && member == "statement_id")
            statement = reader.GetInt32();
        else if (reader.CurrentDepth is Member or ResultMember && member == "error")
            throw new InfluxRefusedException($"answers: {reader.GetString()}");
    }

    private void ReadCell(ref Utf8JsonReader reader)
    {
        try
        {
            rows.Value(column++, ref reader);
        }
        // Somebody else wrote into the same field.
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or OverflowException)
        {
            throw new InfluxRefusedException($"answers a value that AutoValley did not write: {exception.Message}");
        }
    }
}
