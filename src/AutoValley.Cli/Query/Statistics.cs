using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using AutoValley.V1;

namespace AutoValley.Cli.Query;

/// <summary>What is said of the samples of a bucket, in the order asked for.</summary>
/// <param name="Names">As the user writes them: count, mean, p99.9.</param>
/// <param name="Values">Those that are statistics, as the protos have them.</param>
/// <param name="Percentiles">Those that are percentiles, from 0 to 100.</param>
internal sealed record Statistics(IReadOnlyList<string> Names, IReadOnlyList<Statistic> Values, IReadOnlyList<double> Percentiles)
{
    private static readonly Dictionary<string, Statistic> Known = new(StringComparer.Ordinal)
    {
        ["count"] = Statistic.Count,
        ["min"] = Statistic.Min,
        ["max"] = Statistic.Max,
        ["mean"] = Statistic.Mean,
        ["sum"] = Statistic.Sum,
        ["first"] = Statistic.First,
        ["last"] = Statistic.Last,
        ["stddev"] = Statistic.Stddev,
    };

    private static readonly string Forms = $"{string.Join(", ", Known.Keys)}, or a percentile as p50 or p99.9";

    public static Statistics Default { get; } = Of(["mean", "min", "max"]);

    /// <summary>The option <c>--aggregate</c>.</summary>
    public static Option<Statistics?> Option() => new("--aggregate", "-a")
    {
        Description = $"Of each bucket, several with commas between [{string.Join(',', Default.Names)}]: {Forms}",
        HelpName = "statistics",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = Parse,
    };

    /// <summary>The columns of a response in the order of the names; null when it has others than were asked for.</summary>
    public IReadOnlyList<IReadOnlyList<double>>? ColumnsOf(AggregateResponse response)
    {
        if (!response.Columns.Select(column => column.Statistic).SequenceEqual(Values)
            || !response.Percentiles.Select(column => column.Percentile).SequenceEqual(Percentiles))
            return null;
        var statistics = new Queue<IReadOnlyList<double>>(response.Columns.Select(column => column.Values));
        var percentiles = new Queue<IReadOnlyList<double>>(response.Percentiles.Select(column => column.Values));
        IReadOnlyList<double>[] columns = [.. Names.Select(name => (Known.ContainsKey(name) ? statistics : percentiles).Dequeue())];
        return columns.All(column => column.Count == response.Starts.Count) ? columns : null;
    }

    private static Statistics? Parse(ArgumentResult result)
    {
        var names = result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)).Distinct().ToArray();
        if (names.FirstOrDefault(name => !Known.ContainsKey(name) && PercentileOf(name) is null) is not { } unknown)
            return Of(names);
        result.AddError($"--aggregate: '{unknown}' is none of {Forms}");
        return null;
    }

    private static Statistics Of(string[] names) => new(
        names,
        [.. names.Where(Known.ContainsKey).Select(name => Known[name])],
        [.. names.Select(PercentileOf).OfType<double>()]);

    private static double? PercentileOf(string name) =>
        name.StartsWith('p')
        && double.TryParse(name.AsSpan(1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percentile)
        && percentile is >= 0 and <= 100 ? percentile : null;
}
