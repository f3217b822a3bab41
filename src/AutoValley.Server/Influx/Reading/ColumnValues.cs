using AutoValley.Server.Influx.Ql;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>Computes the columns of a series' rows, one after the other in order of time, as transforms make a value of those before it.</summary>
/// <param name="columns">What is selected.</param>
/// <param name="every">Length of an interval, nanoseconds; null where rows are samples.</param>
/// <exception cref="QlException">A transform's arguments are none of its.</exception>
internal sealed class ColumnValues(SelectColumns columns, long? every)
{
    private readonly QlTransform[] transforms = [.. columns.Transforms.Select(call => new QlTransform(call, every))];
    private readonly SampleValue?[] transformed = new SampleValue?[columns.Transforms.Count];

    /// <summary>The columns of the next row.</summary>
    /// <param name="time">The row's, Unix nanoseconds.</param>
    /// <param name="lookUp">Of what is read: fields and tags, and functions of many values.</param>
    public SampleValue?[] Next(long time, Func<QlExpression, SampleValue?> lookUp)
    {
        SampleValue? Find(QlExpression expression)
        {
            for (var index = 0; index < transformed.Length; index++)
            {
                if (ReferenceEquals(columns.Transforms[index], expression))
                    return transformed[index];
            }
            return lookUp(expression);
        }

        // What stands within another comes behind it.
        for (var index = transforms.Length - 1; index >= 0; index--)
            transformed[index] = transforms[index].Next(time, QlValues.Of(columns.Transforms[index].Arguments[0], Find));
        var values = new SampleValue?[columns.Columns.Count];
        for (var index = 0; index < values.Length; index++)
            values[index] = QlValues.Of(columns.Columns[index].Expression, Find);
        return values;
    }
}
