using System.CommandLine;
using System.CommandLine.Parsing;
using AutoValley.V1;

namespace AutoValley.Cli.Query;

/// <summary>What is said of the samples of a bucket, in the order asked for.</summary>
/// <param name="Names">As the user writes them.</param>
/// <param name="Values">As the protos have them.</param>
internal sealed record Statistics(IReadOnlyList<string> Names, IReadOnlyList<Statistic> Values)
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
    };

    public static Statistics Default { get; } = Of(["mean", "min", "max"]);

    /// <summary>The option <c>--aggregate</c>.</summary>
    public static Option<Statistics?> Option() => new("--aggregate", "-a")
    {
        Description = $"Of each bucket, several with commas between [{string.Join(',', Default.Names)}]: {string.Join(", ", Known.Keys)}",
        HelpName = "statistics",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = Parse,
    };

    private static Statistics? Parse(ArgumentResult result)
    {
        var names = result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)).Distinct().ToArray();
        if (names.FirstOrDefault(name => !Known.ContainsKey(name)) is not { } unknown)
            return Of(names);
        result.AddError($"--aggregate: '{unknown}' is none of {string.Join(", ", Known.Keys)}");
        return null;
    }

    private static Statistics Of(string[] names) => new(names, [.. names.Select(name => Known[name])]);
}
