using AutoValley.V1;

namespace AutoValley.Cli.Remote;

/// <summary>From what the user wrote to names of vehicles.</summary>
internal static class VehicleNames
{
    private const string AllOfAnOrganisation = "/*";

    /// <summary>The vehicles that are meant, in their order, each once; those of the run when none is named.</summary>
    /// <exception cref="CommandException">An organisation without a vehicle.</exception>
    public static async Task<IReadOnlyList<string>> ResolveAsync(Connection server, IReadOnlyList<string> written, string? run)
    {
        if (written.Count == 0)
            return [.. (await server.Runs.GetRunAsync(new GetRunRequest { Name = run }, server.Unary)).Run.Vehicles];
        var vehicles = new List<string>();
        foreach (var name in written)
        {
            if (name.EndsWith(AllOfAnOrganisation, StringComparison.Ordinal))
                vehicles.AddRange(await OfOrganisationAsync(server, name[..^AllOfAnOrganisation.Length]));
            else
                vehicles.Add(name);
        }
        return [.. vehicles.Distinct()];
    }

    private static async Task<IEnumerable<string>> OfOrganisationAsync(Connection server, string organisation)
    {
        var found = await Listing.Vehicles(server, organisation).ToArrayAsync();
        return found.Length > 0
            ? found.Select(vehicle => vehicle.Name)
            : throw CommandException.Failed($"no vehicle of {organisation} ever said anything; see: autovalley vehicles");
    }
}
