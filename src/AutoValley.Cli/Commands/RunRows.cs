using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Commands;

/// <summary>Runs as rows.</summary>
internal static class RunRows
{
    /// <summary>A run's fields, in the order that all commands give them.</summary>
    public static IReadOnlyList<(string Name, Cell Value)> Fields(Run run) =>
    [
        ("run", run.Name),
        ("vehicles", string.Join(' ', run.Vehicles)),
        ("start", Cell.Time(run.StartTime)),
        ("stop", run.HasStopTime ? Cell.Time(run.StopTime) : default),
        ("seconds", run.HasStopTime ? (run.StopTime - run.StartTime) / 1e9 : default(Cell)),
        ("origin", run.Origin),
        ("pinned", run.Pinned),
        ("description", run.Description),
    ];

    public static void Write(Host host, OutputFormat format, IEnumerable<Run> runs)
    {
        var rows = Rows.To(host, format, [.. Fields(new Run()).Select(field => field.Name)]);
        foreach (var run in runs)
            rows.Write([.. Fields(run).Select(field => field.Value)]);
        rows.End();
    }
}
