using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Reading;

/// <summary>Statistics of decoded values.</summary>
internal static class ValueSummary
{
    /// <summary>Of values of a numeric or boolean signal; booleans are 0 and 1.</summary>
    public static ColumnSummary Of(Values values, int start, int count, bool withDeviations) => values switch
    {
        Values<double> doubles => ColumnSummary.Of(doubles.Items.Span.Slice(start, count), withDeviations),
        Values<long> integers => ColumnSummary.Of(integers.Items.Span.Slice(start, count), withDeviations),
        Values<bool> booleans => ColumnSummary.Of(booleans.Items.Span.Slice(start, count), withDeviations),
        _ => throw new ArgumentException($"no statistics of {values.Type}", nameof(values)),
    };
}
