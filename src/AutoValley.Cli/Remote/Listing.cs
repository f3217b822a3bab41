using AutoValley.V1;

namespace AutoValley.Cli.Remote;

/// <summary>Lists of the server, all pages of them.</summary>
internal static class Listing
{
    /// <summary>The vehicles of an organisation; of all when it is empty.</summary>
    public static IAsyncEnumerable<Vehicle> Vehicles(Connection server, string organisation) => PagesAsync<Vehicle>(async token =>
    {
        var request = new ListVehiclesRequest { Organisation = organisation, PageToken = token };
        var page = await server.Fleet.ListVehiclesAsync(request, server.Unary);
        return (page.Vehicles, page.NextPageToken);
    });

    /// <summary>The agents of an organisation, of all when it is empty, each with the server's time.</summary>
    public static IAsyncEnumerable<(Agent Agent, long ServerTime)> Agents(Connection server, string organisation) => PagesAsync<(Agent, long)>(async token =>
    {
        var page = await server.Agents.ListAgentsAsync(new ListAgentsRequest { Organisation = organisation, PageToken = token }, server.Unary);
        return (page.Agents.Select(agent => (agent, page.ServerTime)), page.NextPageToken);
    });

    /// <summary>The signals of a vehicle.</summary>
    public static IAsyncEnumerable<Signal> Signals(Connection server, string vehicle) => PagesAsync<Signal>(async token =>
    {
        var page = await server.Fleet.ListSignalsAsync(new ListSignalsRequest { Vehicle = vehicle, PageToken = token }, server.Unary);
        return (page.Signals, page.NextPageToken);
    });

    /// <summary>The newest samples of a vehicle's signals.</summary>
    public static IAsyncEnumerable<LatestSample> Latest(Connection server, string vehicle, IReadOnlyList<string> signals) =>
        PagesAsync<LatestSample>(async token =>
        {
            var request = new GetLatestRequest { Vehicle = vehicle, Signals = { signals }, PageToken = token };
            var page = await server.Fleet.GetLatestAsync(request, server.Unary);
            return (page.Samples, page.NextPageToken);
        });

    /// <summary>Versions of the site's map.</summary>
    public static IAsyncEnumerable<MapVersion> Maps(Connection server) => PagesAsync<MapVersion>(async token =>
    {
        var page = await server.Site.ListMapsAsync(new ListMapsRequest { PageToken = token }, server.Unary);
        return (page.Maps, page.NextPageToken);
    });

    /// <summary>Visits; the request's page token is set for each page.</summary>
    public static IAsyncEnumerable<SiteVisit> Visits(Connection server, ListVisitsRequest request) => PagesAsync<SiteVisit>(async token =>
    {
        request.PageToken = token;
        var page = await server.Site.ListVisitsAsync(request, server.Unary);
        return (page.Visits, page.NextPageToken);
    });

    /// <summary>Alarms of the site.</summary>
    public static IAsyncEnumerable<Alarm> Alarms(Connection server, ListAlarmsRequest request) => PagesAsync<Alarm>(async token =>
    {
        var page = await server.Site.ListAlarmsAsync(new ListAlarmsRequest(request) { PageSize = 1_000, PageToken = token }, server.Unary);
        return (page.Alarms, page.NextPageToken);
    });

    /// <summary>Bookings of the site's zones.</summary>
    public static IAsyncEnumerable<Booking> Bookings(Connection server, ListBookingsRequest request) => PagesAsync<Booking>(async token =>
    {
        var page = await server.Site.ListBookingsAsync(new ListBookingsRequest(request) { PageToken = token }, server.Unary);
        return (page.Bookings, page.NextPageToken);
    });

    private static async IAsyncEnumerable<T> PagesAsync<T>(Func<string, Task<(IEnumerable<T> Items, string Next)>> ask)
    {
        var token = "";
        do
        {
            var (items, next) = await ask(token);
            foreach (var item in items)
                yield return item;
            token = next;
        }
        while (token.Length > 0);
    }
}
