using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Site;

/// <summary>How far batches have been judged, and what is needed to go on from there.</summary>
public sealed class CheckpointTable : IDisposable
{
    private readonly SiteConnection site;
    private readonly SqliteCommand save;

    internal CheckpointTable(SiteConnection site)
    {
        this.site = site;
        save = site.Connection.Prepare("INSERT INTO checkpoint VALUES ($1, $2)", 2);
    }

    /// <summary>The position of the last batch that is judged, and the state after it; null when nothing was judged yet.</summary>
    public (long Position, byte[] State)? Load() => site.Read(connection =>
        connection.Rows("SELECT position, state FROM checkpoint", row => ((long, byte[])?)(row.GetInt64(0), row.GetFieldValue<byte[]>(1))).SingleOrDefault());

    /// <summary>Takes the place of the checkpoint before. Together with the visits up to there, in one transaction.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be stored.</exception>
    public void Save(long position, ReadOnlyMemory<byte> state) => site.Write(() =>
    {
        site.Connection.Execute("DELETE FROM checkpoint");
        return save.With(position, state.ToArray()).ExecuteNonQuery();
    });

    /// <inheritdoc/>
    public void Dispose() => save.Dispose();
}
