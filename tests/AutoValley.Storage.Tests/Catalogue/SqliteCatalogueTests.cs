using AutoValley.Telemetry;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Tests.Catalogue;

public sealed class SqliteCatalogueTests : CatalogueContract, IDisposable
{
    private static readonly CatalogueOptions Limits = new()
    {
        MaximumVehicles = 8, MaximumSignalsPerSession = 100, MaximumDeadLetters = 4, MaximumDeadLetterBytes = 256,
        MaximumSessionsPerVehicle = 50, MaximumSeriesPerVehicle = 150,
    };

    private readonly TemporaryFolder folder = new();
    private readonly List<SqliteCatalogue> opened = [];

    public SqliteCatalogueTests() => Reopen();

    protected override ICatalogue Catalogue => opened[0];

    protected override ICatalogue Reopen()
    {
        opened.Add(SqliteCatalogue.Open(folder["catalog.db"], Limits));
        return opened[^1];
    }

    public void Dispose()
    {
        opened.ForEach(catalogue => catalogue.Dispose());
        folder.Dispose();
    }

    [Fact]
    public void SaveWatermarks_AfterManyChanges_EmptiesTheLog()
    {
        for (var vehicle = 0; vehicle < Limits.MaximumVehicles; vehicle++)
            Catalogue.AddVehicle(new VehicleName("acme", $"car-{vehicle}"));
        var log = new FileInfo(folder["catalog.db-wal"]);
        Assert.True(log.Length > 0);
        opened[0].SaveWatermarks(1, new Dictionary<int, SequenceRanges>(), []);
        log.Refresh();
        Assert.Equal(0, log.Length);
    }

    [Fact]
    public void Open_NewerSchema_IsOneClearError()
    {
        using (var connection = new SqliteConnection($"Data Source={folder["catalog.db"]};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }
        var exception = Assert.Throws<StoreException>(() => SqliteCatalogue.Open(folder["catalog.db"]));
        Assert.Contains("schema version 99 is newer", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoDatabase_IsOneClearError()
    {
        var other = Directory.CreateDirectory(folder["other"]).FullName;
        File.WriteAllText(Path.Combine(other, "catalog.db"), new string('x', 4096));
        Assert.Contains("catalog.db", Assert.Throws<StoreException>(() => SqliteCatalogue.Open(Path.Combine(other, "catalog.db"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddVehicle_OverTheLimit_IsRefused()
    {
        for (var index = 0; index < 8; index++)
            Catalogue.AddVehicle(new VehicleName("a", $"{index}"));
        Assert.Throws<CatalogueException>(() => Catalogue.AddVehicle(Shuttle));
        Assert.NotNull(Catalogue.AddVehicle(new VehicleName("a", "7")));
    }

    [Fact]
    public void Declare_OverTheLimit_DeclaresNone()
    {
        var vehicle = Catalogue.AddVehicle(Shuttle);
        var many = Enumerable.Range(1, 101).Select(id => new SignalDefinition((uint)id, $"S{id}", SignalType.Double)).ToArray();
        Assert.Throws<CatalogueException>(() => Catalogue.Declare(vehicle, SessionId.New(), many));
        Assert.Empty(Catalogue.Sessions(vehicle));
        Assert.Empty(Catalogue.Series(vehicle));
    }

    [Fact]
    public void Declare_MoreSessionsThanAVehicleMayHave_IsRefusedAndTheOthersGoOn()
    {
        var vehicle = Catalogue.AddVehicle(Shuttle);
        var sessions = Enumerable.Range(0, 50).Select(_ => Catalogue.Declare(vehicle, SessionId.New(), [Speed(1)])).ToArray();
        Assert.Contains("50 sessions already", Assert.Throws<CatalogueException>(
            () => Catalogue.Declare(vehicle, SessionId.New(), [Speed(1)])).Message, StringComparison.Ordinal);
        Assert.Same(sessions[0], Catalogue.Declare(vehicle, sessions[0].SessionId, [Speed(1), Speed(2)]));
        Assert.NotNull(Catalogue.Declare(Catalogue.AddVehicle(new VehicleName("a", "b")), SessionId.New(), [Speed(1)]));
    }

    [Fact]
    public void Declare_MoreSeriesThanAVehicleMayHave_IsRefusedAlsoAfterReopen()
    {
        var vehicle = Catalogue.AddVehicle(Shuttle);
        SignalDefinition[] Named(string prefix) => [.. Enumerable.Range(1, 100).Select(id => new SignalDefinition((uint)id, $"{prefix}{id}", SignalType.Double))];
        Catalogue.Declare(vehicle, SessionId.New(), Named("A"));
        Assert.Contains("would have 200 series, the limit is 150", Assert.Throws<CatalogueException>(
            () => Catalogue.Declare(vehicle, SessionId.New(), Named("B"))).Message, StringComparison.Ordinal);
        Catalogue.Declare(vehicle, SessionId.New(), Named("B")[..50]);
        Assert.Equal(150, Catalogue.Series(vehicle).Count);
        var reopened = Reopen();
        Assert.Throws<CatalogueException>(() => reopened.Declare(reopened.FindVehicle(Shuttle)!, SessionId.New(), [Speed(1)]));
        Assert.NotNull(reopened.Declare(reopened.FindVehicle(Shuttle)!, SessionId.New(), Named("A")));
    }

    [Fact]
    public void SaveWatermarks_AfterReopen_AreTheSame()
    {
        var table = (IWatermarkTable)Catalogue;
        Assert.Equal(0, table.SealedPosition);
        var session = Catalogue.Declare(Catalogue.AddVehicle(Shuttle), SessionId.New(), [Speed(1)]);
        var ranges = new SequenceRanges { new SequenceRange(1, 17), new SequenceRange(19, ulong.MaxValue) };
        table.SaveWatermarks(42, new Dictionary<int, SequenceRanges> { [session.Id] = ranges }, [3, 5, 7]);
        table.ForgetDay(5);
        Assert.Equal([3, 7], table.SealedDays.Order());
        var reopened = (IWatermarkTable)Reopen();
        Assert.Equal([3, 7], reopened.SealedDays.Order());
        Assert.Equal(42, reopened.SealedPosition);
        Assert.Equal(ranges, reopened.LoadWatermarks()[session.Id]);
        Assert.Equal(ranges, reopened.LoadWatermark(session.Id));
        Assert.Empty(reopened.LoadWatermark(session.Id + 1));
    }
}
