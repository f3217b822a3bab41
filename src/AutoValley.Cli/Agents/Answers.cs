using AutoValley.Cli.Commands;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Agents;

/// <summary>What agents say to commands.</summary>
internal static class Answers
{
    /// <summary>The fields of an answer, in the order that all commands give them; none came: null.</summary>
    public static IReadOnlyList<(string Name, Cell Value)> Fields(CommandAnswer? answer) =>
    [
        ("answer", answer?.Outcome switch
        {
            CommandAnswer.Types.Outcome.Done => "done",
            CommandAnswer.Types.Outcome.Refused => "refused",
            null => "none yet",
            _ => "unknown",
        }),
        ("reason", answer?.Reason ?? ""),
        ("answered", answer is null ? default : Cell.Time(answer.Time)),
        ("version_in_force", answer is null ? default(Cell) : answer.SchemesVersion),
    ];

    /// <summary>Ends the command when the agent refuses.</summary>
    /// <exception cref="CommandException">It did.</exception>
    public static void Check(string vehicle, CommandAnswer? answer)
    {
        if (answer?.Outcome == CommandAnswer.Types.Outcome.Refused)
            throw CommandException.Failed($"the agent of {vehicle} refuses: {answer.Reason}");
    }

    /// <summary>A length of time to wait for an answer, as the protos have it.</summary>
    public static uint Millis(long? nanos, uint usual) => nanos is { } given ? (uint)Math.Clamp(given / 1_000_000, 1, uint.MaxValue) : usual;
}
