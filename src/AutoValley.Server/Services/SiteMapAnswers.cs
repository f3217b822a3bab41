using System.Globalization;
using AutoValley.Server.Refusals;
using AutoValley.Server.Site;
using AutoValley.Server.Site.Bookings;
using AutoValley.Site;
using AutoValley.Site.Bookings;
using AutoValley.Site.GeoJson;
using AutoValley.Site.Rendering;
using AutoValley.Storage.Site;
using AutoValley.Telemetry;
using AutoValley.V1;
using BookingCollision = AutoValley.Site.Bookings.BookingCollision;
using Google.Protobuf;
using Grpc.Core;

namespace AutoValley.Server.Services;

/// <summary>Versions of the map, over gRPC.</summary>
internal sealed class SiteMapAnswers(SiteMaps maps, SiteRoom room, SiteBookings bookings, TimeProvider clock)
{
    private const int MaximumMaps = 1_000;
    private const int DefaultMaps = 100;

    // More are counted.
    private const int MaximumCollisions = 100;
    private const int MaximumCollisionsInAudit = 10;

    public async Task<ImportMapResponse> ImportAsync(ImportMapRequest request)
    {
        var response = await Task.Run(() => Import(request));
        if (request.Activate && !request.DryRun)
            response.Activated = await ActivateAsync(Find(response.Map.Version), SitePersons.Check(request.Person), request.Note);
        response.Map = response.Activated?.Map ?? response.Map;
        return response;
    }

    public Task<ActivateMapResponse> ActivateAsync(ActivateMapRequest request)
    {
        var (person, note) = (SitePersons.Check(request.Person), SitePersons.CheckNote(request.Note));
        // 0 is no version here: the active one is active.
        var stored = request.Version == 0 ? throw NotFound(uint.MaxValue) : Find(request.Version);
        return ActivateAsync(stored, person, note);
    }

    public ListMapsResponse List(ListMapsRequest request)
    {
        if (request.PageSize > MaximumMaps)
            throw Refusal.Invalid("page_size", $"a page has {MaximumMaps} versions at most");
        var (active, all) = Written.OrUnavailable(() => (maps.Active, maps.All));
        var page = Page.Of(all, KeyOf, request.PageSize == 0 ? DefaultMaps : request.PageSize, request.PageToken);
        Dictionary<int, MapVersion> protos = page.Items.ToDictionary(map => map.Version, map => SiteMapProtos.Of(map, active));
        page = page.Fit(map => protos[map.Version].CalculateSize(), KeyOf);
        var response = new ListMapsResponse { NextPageToken = page.NextToken };
        response.Maps.AddRange(page.Items.Select(map => protos[map.Version]));
        return response;
    }

    public async Task GetAsync(GetMapRequest request, IServerStreamWriter<GetMapResponse> responses, CancellationToken cancellation)
    {
        var stored = Find(request.Version);
        var map = Placed(stored);
        var head = new MapHead { Map = SiteMapProtos.Of(stored, maps.Active) };
        if (map.Boundary is { } boundary)
            head.Boundary.AddRange(SiteMapProtos.RingsOf(map, boundary));
        await responses.WriteAsync(new GetMapResponse { Head = head }, cancellation);
        foreach (var part in MessageParts.Of(map.Zones.Select(zone => SiteMapProtos.Of(map, zone))))
            await responses.WriteAsync(new GetMapResponse { Zones = new SiteZones { Zones = { part } } }, cancellation);
        foreach (var part in MessageParts.Of(map.Routes.Select(SiteMapProtos.Of)))
            await responses.WriteAsync(new GetMapResponse { Routes = new SiteRoutes { Routes = { part } } }, cancellation);
    }

    public async Task ExportAsync(ExportMapRequest request, IServerStreamWriter<ExportMapResponse> responses, CancellationToken cancellation)
    {
        var stored = Find(request.Version);
        var bytes = request.Format switch
        {
            MapFormat.Original => maps.Content(stored),
            MapFormat.Geojson => GeoJsonMapWriter.Write(Placed(stored)),
            MapFormat.Svg => System.Text.Encoding.UTF8.GetBytes(SvgMapWriter.Write(maps.Read(stored))),
            _ => throw Refusal.Invalid("format", "format is ORIGINAL, GEOJSON or SVG"),
        };
        for (var at = 0; at < bytes.Length; at += MessageParts.Bytes)
        {
            var part = bytes.Slice(at, Math.Min(MessageParts.Bytes, bytes.Length - at));
            await responses.WriteAsync(new ExportMapResponse { Data = UnsafeByteOperations.UnsafeWrap(part) }, cancellation);
        }
    }

    private ImportMapResponse Import(ImportMapRequest request)
    {
        var import = new MapImport(request.Content.Memory, FileOf(request.File))
        {
            Person = request.DryRun ? "" : SitePersons.Check(request.Person), Note = SitePersons.CheckNote(request.Note), GeoReference = request.GeoReference,
        };
        try
        {
            return Written.OrUnavailable(() =>
            {
                if (request.DryRun)
                    return new ImportMapResponse { Map = SiteMapProtos.Of(Known(maps.Describe(import)), maps.Active) };
                var (map, isNew) = maps.Import(import, request.Activate ? CheckPlaced : null);
                return new ImportMapResponse { Map = SiteMapProtos.Of(map, maps.Active), NewVersion = isNew };
            });
        }
        catch (SiteMapException unusable)
        {
            throw Refusal.Invalid("content", unusable.Message);
        }
    }

    private async Task<ActivateMapResponse> ActivateAsync(StoredMap stored, string person, string note)
    {
        var map = Placed(stored);
        return await Written.OrUnavailableAsync(async () =>
        {
            var collisions = await Task.Run(() => bookings.Collisions(map, UnixTime.Now(clock)));
            await maps.ActivateAsync(room, stored, map, person, NoteOf(note, collisions));
            var response = new ActivateMapResponse { Map = SiteMapProtos.Of(stored, stored.Version), MoreCollisions = (uint)Math.Max(0, collisions.Count - MaximumCollisions) };
            response.Collisions.AddRange(collisions.Take(MaximumCollisions).Select(SiteBookingProtos.Of));
            return response;
        });
    }

    private static string NoteOf(string note, IReadOnlyList<BookingCollision> collisions)
    {
        if (collisions.Count == 0)
            return note;
        var more = collisions.Count > MaximumCollisionsInAudit ? $"; {collisions.Count - MaximumCollisionsInAudit} more" : "";
        var told = $"{string.Join("; ", collisions.Take(MaximumCollisionsInAudit))}{more}";
        return note.Length > 0 ? $"{note} ({told})" : told;
    }

    private StoredMap Find(uint version) => Written.OrUnavailable(() => maps.Find((int)Math.Min(version, int.MaxValue))) ?? throw NotFound(version);

    /// <summary>NOT_FOUND of a version; 0 for the active one.</summary>
    public static RpcException NotFound(uint version) => Refusal.NotFound(
        "map", version.ToString(CultureInfo.InvariantCulture), version == 0 ? "no map is active" : $"there is no map {version}");

    private Map Placed(StoredMap stored) => maps.Read(stored) is { IsPlaced: true } map
        ? map
        : throw Refusal.Precondition(SiteMaps.SubjectOf(stored.Version), $"map {stored.Version} does not say where on the Earth it lies");

    private static void CheckPlaced(StoredMap described)
    {
        if (!described.IsPlaced)
            throw Refusal.Precondition("map", $"{described.File} does not say where on the Earth it lies, and cannot become active");
    }

    // In a dry run, the version that these bytes have already.
    private StoredMap Known(StoredMap described) =>
        maps.All.FirstOrDefault(map => map.Sha256.Span.SequenceEqual(described.Sha256.Span) && map.GeoReference == described.GeoReference) ?? described;

    private static string FileOf(string file) => file.Length switch
    {
        0 => "map",
        > 255 => throw Refusal.Invalid("file", "a file's name has at most 255 characters"),
        _ => file,
    };

    // The newest first.
    private static string KeyOf(StoredMap map) => string.Create(CultureInfo.InvariantCulture, $"{int.MaxValue - map.Version:D10}");
}
