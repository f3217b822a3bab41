using AutoValley.Server.Influx.Ql;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>Computes the columns of a series' rows, one after the other in order of time, as transforms make a value of those before it.</summary>
/// <typeparam name="TRow">What is read of a row.</typeparam>
internal sealed class ColumnValues<TRow>
{
    private readonly SelectColumns columns;
    private readonly Func<TRow, QlExpression, SampleValue?> lookUp;
    private readonly QlTransform[] transforms;
    private readonly SampleValue?[] transformed;

    // One for all rows.
    private readonly Func<QlExpression, SampleValue?> find;
    private TRow row = default!;

    /// <param name="columns">What is selected.</param>
    /// <param name="every">Length of an interval, nanoseconds; null where rows are samples.</param>
    /// <param name="lookUp">Of what is read: fields and tags, and functions of many values.</param>
    /// <exception cref="QlException">A transform's arguments are none of its.</exception>
    public ColumnValues(SelectColumns columns, long? every, Func<TRow, QlExpression, SampleValue?> lookUp)
    {
        (this.columns, this.lookUp) = (columns, lookUp);
        transforms = [.. columns.Transforms.Select(call => new QlTransform(call, every))];
        transformed = new SampleValue?[transforms.Length];
        find = Find;
    }

    /// <summary>The columns of the next row.</summary>
    /// <param name="time">The row's, Unix nanoseconds.</param>
    /// <param name="read">What is read of it.</param>
    public SampleValue?[] Next(long time, TRow read)
    {
        row = read;
        // What stands within another comes behind it.
        for (var index = transforms.Length - 1; index >= 0; index--)
            transformed[index] = transforms[index].Next(time, QlValues.Of(columns.Transforms[index].Arguments[0], find));
        var values = new SampleValue?[columns.Columns.Count];
        for (var index = 0; index < values.Length; index++)
            values[index] = QlValues.Of(columns.Columns[index].Expression, find);
        return values;
    }

    private SampleValue? Find(QlExpression expression)
    {
        for (var index = 0; index < transformed.Length; index++)
        {
            if (ReferenceEquals(columns.Transforms[index], expression))
                return transformed[index];
        }
        return lookUp(row, expression);
    }
}
