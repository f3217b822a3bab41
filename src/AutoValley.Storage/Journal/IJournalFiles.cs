namespace AutoValley.Storage.Journal;

/// <summary>
/// The folder of journal segments, as the journal uses it; tests put faults and crashes here. All members throw <see cref="IOException"/>.
/// </summary>
internal interface IJournalFiles
{
    /// <summary>Names of all files that end so, ascending: <see cref="JournalFormat.Extension"/> for segments.</summary>
    IReadOnlyList<string> List(string extension);

    /// <summary>Bytes that the journal may take before only the disk's reserve is left, with which sealing goes on.</summary>
    long SpareBytes { get; }

    /// <summary>A file of zeros, <paramref name="preallocate"/> bytes long; a crash leaves it only when the folder was synced.</summary>
    IJournalFile Create(string name, long preallocate);

    /// <summary>An existing file.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    IJournalFile Open(string name);

    /// <summary>An existing file that is only read, also while others have it.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    IJournalFile OpenRead(string name);

    /// <summary>Deletes a file; one that is not there is no failure.</summary>
    void Delete(string name);

    /// <summary>Makes creations and deletions durable.</summary>
    void SyncFolder();
}

/// <summary>One open segment file.</summary>
internal interface IJournalFile : IDisposable
{
    /// <summary>In bytes, preallocated room included.</summary>
    long Length { get; }

    /// <summary>Fills the buffer from <paramref name="offset"/> as far as the file goes; gives the number of bytes read.</summary>
    int Read(Span<byte> buffer, long offset);

    /// <summary>Writes all bytes at <paramref name="offset"/>; durable only after <see cref="Sync"/>.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Cuts or extends the file; durable only after <see cref="Sync"/>.</summary>
    void SetLength(long length);

    /// <summary>Makes what was written durable.</summary>
    void Sync();
}
