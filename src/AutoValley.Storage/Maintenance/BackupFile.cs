namespace AutoValley.Storage.Maintenance;

/// <summary>A file of a backup, ready to be read. It is gone when the next one is asked for.</summary>
/// <param name="Name">Its path in the store's folder, with '/' between folders: <c>journal/00000000000000000001.avj</c>.</param>
/// <param name="Path">Where it can be read.</param>
/// <param name="Problem">Why it could not be copied, so that it is not in the backup; empty when it could.</param>
public sealed record BackupFile(string Name, string Path, string Problem);
