namespace AutoValley.Storage;

/// <summary>Rows that another room keeps over a restart, whose meaning is its own. Part of the catalogue's database. Safe for concurrent use.</summary>
public interface IKeptTable
{
    /// <summary>All rows.</summary>
    IReadOnlyList<KeptRow> LoadKept();

    /// <summary>Makes the changes in their order, in one transaction; durable when it returns.</summary>
    /// <exception cref="StoreUnavailableException">They could not be written; none of them is made.</exception>
    void ChangeKept(IReadOnlyList<KeptChange> changes);
}
