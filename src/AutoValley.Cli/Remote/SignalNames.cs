using System.IO.Enumeration;
using AutoValley.V1;

namespace AutoValley.Cli.Remote;

/// <summary>From what the user wrote to names of signals.</summary>
internal static class SignalNames
{
    /// <summary>Whether a name stands for several.</summary>
    public static bool IsPattern(string name) => name.AsSpan().ContainsAny('*', '?');

    /// <summary>The signals that the names and patterns mean, in their order, each once; no pattern at all means every signal.</summary>
    /// <exception cref="CommandException">A pattern or a name that no signal matches.</exception>
    public static IReadOnlyList<Signal> Select(string vehicle, IReadOnlyList<Signal> signals, IReadOnlyList<string> patterns)
    {
        if (patterns.Count == 0)
            return signals;
        var chosen = new Dictionary<string, Signal>(StringComparer.Ordinal);
        foreach (var pattern in patterns)
        {
            var matches = signals.Where(signal => IsPattern(pattern)
                ? FileSystemName.MatchesSimpleExpression(pattern, signal.Name, ignoreCase: false)
                : signal.Name == pattern).ToArray();
            if (matches.Length == 0)
                throw CommandException.Failed($"{vehicle} has no signal {pattern}; see: autovalley signals --vehicle {vehicle}");
            foreach (var match in matches)
                chosen.TryAdd(match.Name, match);
        }
        return [.. chosen.Values];
    }

    /// <summary>As <see cref="Select"/>, over the signals that the vehicle has.</summary>
    public static async Task<IReadOnlyList<Signal>> SelectAsync(Connection server, string vehicle, IReadOnlyList<string> patterns) =>
        Select(vehicle, await Listing.Signals(server, vehicle).ToArrayAsync(), patterns);
}
