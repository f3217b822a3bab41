using AutoValley.Cli.Remote;
using AutoValley.V1;
using TimeSpan = AutoValley.V1.TimeSpan;

namespace AutoValley.Cli.Query;

/// <summary>What the user wants to read.</summary>
/// <param name="Vehicle">Null for all vehicles of the run.</param>
/// <param name="Signals">Names and patterns; none for all.</param>
/// <param name="Span">Null when a run is named.</param>
/// <param name="Run">Null when a span is given.</param>
/// <param name="NumbersOnly">Whether what a pattern brings may not be text.</param>
internal sealed record Selection(string? Vehicle, IReadOnlyList<string> Signals, TimeSpan? Span, string? Run, bool NumbersOnly)
{
    /// <summary>The limit of one call, by query.proto.</summary>
    private const int SignalsACall = 1_000;

    /// <summary>Asks the server for what the selection leaves open.</summary>
    /// <returns>One part for each call, in order.</returns>
    /// <exception cref="CommandException">No vehicle has a signal that is named.</exception>
    public async Task<IReadOnlyList<SelectionPart>> ResolveAsync(Connection server)
    {
        var vehicles = Vehicle is not null ? [Vehicle] : await VehiclesOfRunAsync(server);
        var parts = new List<SelectionPart>();
        CommandException? missing = null;
        foreach (var vehicle in vehicles)
        {
            try
            {
                var names = await NamesAsync(server, vehicle);
                parts.AddRange(names.Chunk(SignalsACall).Select(chunk => new SelectionPart(vehicle, chunk, Span, Run)));
            }
            catch (CommandException failure) when (vehicles.Count > 1)
            {
                missing = failure; // another vehicle of the run may have it
            }
        }
        return parts.Count == 0 && missing is not null ? throw missing : parts;
    }

    private async Task<IReadOnlyList<string>> VehiclesOfRunAsync(Connection server)
    {
        var answer = await server.Runs.GetRunAsync(new GetRunRequest { Name = Run }, server.Unary);
        return answer.Run.Vehicles;
    }

    private async Task<IEnumerable<string>> NamesAsync(Connection server, string vehicle)
    {
        var chosen = await SignalNames.SelectAsync(server, vehicle, Signals);
        return chosen
            .Where(signal => !NumbersOnly || signal.Type != SignalType.Text || Signals.Contains(signal.Name))
            .Select(signal => signal.Name);
    }
}
