using AutoValley.Server.Influx.Ql;
using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>What references stand for in the row that is read. Tags are the same in all rows of a series.</summary>
internal sealed class RowValues
{
    private readonly Dictionary<QlExpression, int> places = [];
    private readonly Dictionary<QlExpression, SampleValue?> tags = [];
    private readonly HashSet<QlExpression> missing = [];
    private readonly List<Series> fields = [];
    private readonly SampleValue?[] values;
    private readonly int[] selected;
    private long time;

    /// <param name="series">Whose rows.</param>
    /// <param name="group">The series that are read with it: what one has as a field is none's tag.</param>
    /// <param name="question">What is wanted.</param>
    public RowValues(InfluxSeries series, IReadOnlyList<InfluxSeries> group, RowQuestion question)
    {
        foreach (var reference in question.References)
        {
            if (RowReader.FieldOf(series, reference) is { } field)
            {
                places[reference] = fields.Count;
                fields.Add(field);
            }
            else
            {
                tags[reference] = series.FindTag(reference.Name) is { } tag ? SampleValue.Of(tag) : null;
                if ((reference.Cast is null or "tag") && tags[reference] is null && !group.Any(one => one.Fields.ContainsKey(reference.Name)))
                    missing.Add(reference);
            }
        }
        values = new SampleValue?[fields.Count];
        selected = [.. question.Columns.SelectMany(column => column.All).Where(places.ContainsKey).Select(reference => places[reference]).Distinct()];
        (LookUp, LookUpTested) = (Find, reference => Find(reference) ?? (missing.Contains(reference) ? SampleValue.Of("") : null));
    }

    /// <summary>Series of the fields, to be read side by side.</summary>
    public IReadOnlyList<Series> Fields => fields;

    /// <summary>The value of a reference in the row; null when it has none.</summary>
    public Func<QlExpression, SampleValue?> LookUp { get; }

    /// <summary>As <see cref="LookUp"/>, for conditions: there a tag that the series has not is empty, as in InfluxDB.</summary>
    public Func<QlExpression, SampleValue?> LookUpTested { get; }

    /// <summary>Takes the row with the least time that the cursors are at; false when all are at their ends.</summary>
    public async ValueTask<bool> TakeAsync(FieldCursor[] cursors)
    {
        var isAny = false;
        foreach (var cursor in cursors)
        {
            if (!cursor.IsAtEnd && (!isAny || cursor.Time < time))
                (isAny, time) = (true, cursor.Time);
        }
        for (var index = 0; isAny && index < cursors.Length; index++)
        {
            var isHere = !cursors[index].IsAtEnd && cursors[index].Time == time;
            values[index] = isHere ? cursors[index].Value : null;
            if (isHere)
                await cursors[index].MoveAsync();
        }
        return isAny;
    }

    /// <summary>Adds the row with these columns, unless none of their fields has a value.</summary>
    public void AddTo(List<QlRow> rows, IReadOnlyList<QlExpression> columns)
    {
        if (!Array.Exists(selected, place => values[place] is not null))
            return;
        var row = new SampleValue?[columns.Count];
        for (var index = 0; index < row.Length; index++)
            row[index] = QlValues.Of(columns[index], LookUp);
        rows.Add(new QlRow(time, row));
    }

    private SampleValue? Find(QlExpression reference) =>
        places.TryGetValue(reference, out var place) ? values[place] : tags.GetValueOrDefault(reference);
}
