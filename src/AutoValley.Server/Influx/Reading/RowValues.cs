using AutoValley.Server.Influx.Ql;
using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>What references stand for in the row that is read. Tags are the same in all rows of a series.</summary>
internal sealed class RowValues
{
    // By the references themselves, each as often as it is there: of equal ones the place is the same, and nobody compares names row by row.
    private readonly Dictionary<QlExpression, int> places = new(ReferenceEqualityComparer.Instance);
    private readonly List<(Series Series, int Place)> fields = [];
    private readonly SampleValue?[] values;
    private readonly SampleValue?[] instead;
    private readonly QlExpression[] columns;
    private readonly int[] columnPlaces;
    private readonly int[] selected;
    private readonly Func<QlExpression, SampleValue?> lookUp;
    private long time;

    /// <param name="series">Whose rows.</param>
    /// <param name="group">The series that are read with it: what one has as a field is none's tag.</param>
    /// <param name="question">What is wanted.</param>
    public RowValues(InfluxSeries series, IReadOnlyList<InfluxSeries> group, RowQuestion question)
    {
        var references = question.References;
        (values, instead) = (new SampleValue?[references.Length], new SampleValue?[references.Length]);
        for (var place = 0; place < references.Length; place++)
        {
            var reference = references[place];
            if (series.FieldOf(reference) is { } field)
                fields.Add((field, place));
            else if (series.TagOf(reference) is { } tag)
                values[place] = SampleValue.Of(tag);
            else if (reference.Cast is null or "tag" && !group.Any(one => one.FieldOf(reference) is not null))
                instead[place] = SampleValue.Of("");
        }
        foreach (var reference in question.Occurrences)
            places[reference] = Array.IndexOf(references, reference);
        columns = [.. question.Columns];
        columnPlaces = [.. columns.Select(column => places.GetValueOrDefault(column, -1))];
        selected = [.. columns.SelectMany(column => column.All).Where(places.ContainsKey).Select(one => places[one]).Where(place => fields.Exists(field => field.Place == place)).Distinct()];
        lookUp = expression => places.TryGetValue(expression, out var place) ? values[place] : null;
        LookUpTested = expression => places.TryGetValue(expression, out var place) ? values[place] ?? instead[place] : null;
    }

    /// <summary>Series of the fields, to be read side by side.</summary>
    public IEnumerable<Series> Fields => fields.Select(one => one.Series);

    /// <summary>The value of a reference in the row, for conditions: there a tag that the series has not is empty, as in InfluxDB; null when it has none.</summary>
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
            values[fields[index].Place] = isHere ? cursors[index].Value : null;
            if (isHere)
                await cursors[index].MoveAsync();
        }
        return isAny;
    }

    /// <summary>Adds the row, unless none of the fields in its columns has a value.</summary>
    public void AddTo(List<QlRow> rows)
    {
        if (!HasSelected())
            return;
        var row = new SampleValue?[columns.Length];
        for (var index = 0; index < row.Length; index++)
            row[index] = columnPlaces[index] is >= 0 and var place ? values[place] : QlValues.Of(columns[index], lookUp);
        rows.Add(new QlRow(time, row));
    }

    private bool HasSelected()
    {
        foreach (var place in selected)
        {
            if (values[place] is not null)
                return true;
        }
        return false;
    }
}
