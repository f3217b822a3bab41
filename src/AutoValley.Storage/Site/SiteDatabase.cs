namespace AutoValley.Storage.Site;

/// <summary>
/// <c>site.db</c>: versions of the map, what vehicles are, visits, alarms, bookings, and what people did. Small beside the samples, durable when a call returns,
/// part of every backup. Safe for concurrent use.
/// </summary>
public sealed class SiteDatabase : IDisposable
{
    /// <summary>In the store's folder.</summary>
    public const string FileName = "site.db";

    private readonly SiteConnection connection;

    private SiteDatabase(string path)
    {
        connection = new SiteConnection(path);
        (Maps, Vehicles, Audit) = (new MapTable(connection), new SiteVehicleTable(connection), new AuditTable(connection));
        (Visits, Checkpoints) = (new VisitTable(connection), new CheckpointTable(connection));
        (Alarms, Bookings, Retention) = (new AlarmTable(connection), new BookingTable(connection), new RetentionTable(connection));
    }

    /// <summary>Versions of the map.</summary>
    public MapTable Maps { get; }

    /// <summary>Kinds and shapes of vehicles.</summary>
    public SiteVehicleTable Vehicles { get; }

    /// <summary>Who did what.</summary>
    public AuditTable Audit { get; }

    /// <summary>Who was where.</summary>
    public VisitTable Visits { get; }

    /// <summary>What must not be, and what became of it.</summary>
    public AlarmTable Alarms { get; }

    /// <summary>Who may be where.</summary>
    public BookingTable Bookings { get; }

    /// <summary>What is gone.</summary>
    public RetentionTable Retention { get; }

    /// <summary>How far batches have been judged.</summary>
    public CheckpointTable Checkpoints { get; }

    /// <summary>Opens the database in a store's folder; both are made when they are missing.</summary>
    /// <exception cref="StoreException">It cannot be opened, or a newer program wrote it.</exception>
    public static SiteDatabase Open(string folder)
    {
        Folders.Create(folder);
        return new SiteDatabase(Path.Combine(folder, FileName));
    }

    /// <summary>Does several changes in one transaction: all of them are durable afterwards, or none.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be written; nothing is changed.</exception>
    public T InTransaction<T>(Func<T> change) => connection.Write(change);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var table in new IDisposable[] { Maps, Vehicles, Audit, Visits, Checkpoints, Alarms, Bookings, Retention })
            table.Dispose();
        connection.Dispose();
    }
}
