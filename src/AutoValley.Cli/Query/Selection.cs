using AutoValley.Cli.Remote;
using AutoValley.V1;
using Grpc.Core;
using TimeSpan = AutoValley.V1.TimeSpan;

namespace AutoValley.Cli.Query;

/// <summary>What the user wants to read.</summary>
/// <param name="Vehicles">organisation/vehicle or organisation/*; none for all vehicles of the run.</param>
/// <param name="Signals">Names and patterns; none for all.</param>
/// <param name="Span">Null when a run is named.</param>
/// <param name="Run">Null when a span is given.</param>
/// <param name="NumbersOnly">Whether texts are left out unless they are named.</param>
internal sealed record Selection(
    IReadOnlyList<string> Vehicles, IReadOnlyList<string> Signals, TimeSpan? Span, string? Run, bool NumbersOnly)
{
    // Well within the limit of one call, by query.proto: names, and series over its vehicles.
    private const int NamesACall = 1_000;
    private const int SeriesACall = 10_000;

    /// <summary>Asks the server for what the selection leaves open.</summary>
    /// <param name="server">Knows vehicles and signals.</param>
    /// <param name="note">Is told what is left out.</param>
    /// <returns>One part for each call, in order.</returns>
    /// <exception cref="CommandException">No vehicle has a signal that is named.</exception>
    public async Task<IReadOnlyList<SelectionPart>> ResolveAsync(Connection server, Action<string> note)
    {
        var vehicles = await VehicleNames.ResolveAsync(server, Vehicles, Run);
        var withSignals = new List<string>();
        var names = new List<string>();
        foreach (var vehicle in vehicles)
        {
            if (await ChosenAsync(server, vehicle, vehicles.Count > 1, note) is not { Count: > 0 } chosen)
                continue;
            withSignals.Add(vehicle);
            names.AddRange(chosen);
        }
        if (vehicles.Count > 1 && withSignals.Count == 0)
            throw CommandException.Failed($"no vehicle {(Run is null ? "named" : $"of run {Run}")} has such a signal");
        if (withSignals.Count == 0)
            return [];
        var namesACall = Math.Clamp(SeriesACall / withSignals.Count, 1, NamesACall);
        return [.. names.Distinct().Chunk(namesACall).Select(chunk => new SelectionPart(withSignals, chunk, Span, Run))];
    }

    private async Task<IReadOnlyList<string>?> ChosenAsync(Connection server, string vehicle, bool isOneOfMany, Action<string> note)
    {
        try
        {
            return await NamesAsync(server, vehicle, note);
        }
        catch (CommandException failure) when (isOneOfMany)
        {
            note($"left out: {failure.Message}"); // another vehicle may have it
        }
        catch (RpcException failure) when (isOneOfMany && failure.StatusCode == StatusCode.NotFound)
        {
            note($"left out: {failure.Status.Detail}");
        }
        return null;
    }

    private async Task<IReadOnlyList<string>> NamesAsync(Connection server, string vehicle, Action<string> note)
    {
        var chosen = await SignalNames.SelectAsync(server, vehicle, Signals);
        var texts = chosen.Where(signal => NumbersOnly && signal.Type == SignalType.Text && !Signals.Contains(signal.Name)).ToArray();
        if (texts.Length > 0)
            note($"left out, as texts cannot be reduced: {string.Join(", ", texts.Select(signal => signal.Name))}");
        return [.. chosen.Except(texts).Select(signal => signal.Name)];
    }
}
