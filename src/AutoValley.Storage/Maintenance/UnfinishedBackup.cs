namespace AutoValley.Storage.Maintenance;

/// <summary>
/// Keeps a store from being opened on half a backup: whoever writes a backup's folder keeps this file in it until all the
/// others are there, complete and checked.
/// </summary>
internal static class UnfinishedBackup
{
    public const string Marker = "backup.incomplete";

    /// <exception cref="StoreException">The folder is a backup that was not finished.</exception>
    public static void Refuse(string folder)
    {
        if (File.Exists(Path.Combine(folder, Marker)))
            throw new StoreException($"{folder} is a backup that was not finished ({Marker} is in it): it lacks samples; take another");
    }
}
