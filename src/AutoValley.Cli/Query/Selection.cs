using AutoValley.Cli.Remote;
using AutoValley.V1;
using Grpc.Core;
using TimeSpan = AutoValley.V1.TimeSpan;

namespace AutoValley.Cli.Query;

/// <summary>What the user wants to read.</summary>
/// <param name="Vehicle">Null for all vehicles of the run.</param>
/// <param name="Signals">Names and patterns; none for all.</param>
/// <param name="Span">Null when a run is named.</param>
/// <param name="Run">Null when a span is given.</param>
/// <param name="NumbersOnly">Whether texts are left out unless they are named.</param>
internal sealed record Selection(string? Vehicle, IReadOnlyList<string> Signals, TimeSpan? Span, string? Run, bool NumbersOnly)
{
    /// <summary>The limit of one call, by query.proto.</summary>
    private const int SignalsACall = 1_000;

    /// <summary>Asks the server for what the selection leaves open.</summary>
    /// <param name="server">Knows vehicles and signals.</param>
    /// <param name="note">Is told what is left out.</param>
    /// <returns>One part for each call, in order.</returns>
    /// <exception cref="CommandException">No vehicle has a signal that is named.</exception>
    public async Task<IReadOnlyList<SelectionPart>> ResolveAsync(Connection server, Action<string> note)
    {
        if (Vehicle is not null)
            return await PartsAsync(server, Vehicle, note);
        var run = (await server.Runs.GetRunAsync(new GetRunRequest { Name = Run }, server.Unary)).Run;
        var parts = new List<SelectionPart>();
        foreach (var vehicle in run.Vehicles)
        {
            try
            {
                parts.AddRange(await PartsAsync(server, vehicle, note));
            }
            catch (CommandException failure) when (run.Vehicles.Count > 1)
            {
                note($"left out: {failure.Message}"); // another vehicle of the run may have it
            }
            catch (RpcException failure) when (run.Vehicles.Count > 1 && failure.StatusCode == StatusCode.NotFound)
            {
                note($"left out: {failure.Status.Detail}");
            }
        }
        return parts.Count > 0 ? parts : throw CommandException.Failed($"no vehicle of run {Run} has such a signal");
    }

    private async Task<IReadOnlyList<SelectionPart>> PartsAsync(Connection server, string vehicle, Action<string> note)
    {
        var chosen = await SignalNames.SelectAsync(server, vehicle, Signals);
        var texts = chosen.Where(signal => NumbersOnly && signal.Type == SignalType.Text && !Signals.Contains(signal.Name)).ToArray();
        if (texts.Length > 0)
            note($"left out, as texts cannot be reduced: {string.Join(", ", texts.Select(signal => signal.Name))}");
        var names = chosen.Except(texts).Select(signal => signal.Name);
        return [.. names.Chunk(SignalsACall).Select(chunk => new SelectionPart(vehicle, chunk, Span, Run))];
    }
}
