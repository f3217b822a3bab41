using AutoValley.Mqtt.Client.Storing;

namespace AutoValley.Mqtt;

/// <summary>
/// Publishes on their way, and identifiers of those that were taken, in a folder: append-only segments, each record with its check sum (<c>Client/Storing/FORMAT.md</c>). A publish is kept when it is
/// synced to the disk, together with all that came during the sync before. One process at a time has the folder.
/// </summary>
public sealed class MqttClientFileStore : IMqttClientStore
{
    private readonly Lock sync = new();
    private readonly StoreFolder folder;
    private readonly MqttFileStoreOptions options;
    private Group waiting = new();
    private Task writing = Task.CompletedTask;
    private bool isWriting;
    private bool closed;

    private MqttClientFileStore(StoreFolder folder, MqttFileStoreOptions options) => (this.folder, this.options) = (folder, options);

    /// <summary>Opens a folder, which is made when absent.</summary>
    /// <exception cref="IOException">It cannot be used, or another process has it.</exception>
    public static MqttClientFileStore Open(MqttFileStoreOptions options, TimeProvider clock) =>
        new(StoreFolder.Open(options.Folder, clock), options);

    /// <inheritdoc/>
    public IReadOnlyList<MqttStoredPublish> Pending => folder.Recovered;

    /// <summary>Bytes of segments that an earlier process left damaged (a torn end is usual after a power cut): their records could not be read.</summary>
    public long DamagedBytes => folder.DamagedBytes;

    /// <inheritdoc/>
    public ValueTask AddAsync(ushort packetId, MqttPublish publish)
    {
        Task written;
        lock (sync)
        {
            var record = folder.Encode(packetId, publish);
            if (folder.Bytes + waiting.Bytes + record.Length > options.MaximumBytes)
                throw new MqttException(MqttReasonCode.QuotaExceeded, $"{options.Folder} is full: {options.MaximumBytes} bytes of publishes wait for the server");
            waiting.Records.Add(new StoreRecord(StoreRecordKind.Publish, packetId, record));
            waiting.Bytes += record.Length;
            waiting.Sync = true;
            written = Write();
        }
        return new ValueTask(written);
    }

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(IReadOnlyList<ushort> packetIds) => NoteAsync(StoreRecordKind.Released, packetIds);

    /// <inheritdoc/>
    public IReadOnlyList<ushort> Taken => folder.RecoveredTaken;

    /// <inheritdoc/>
    public ValueTask TakeAsync(ushort packetId) => NoteAsync(StoreRecordKind.Taken, [packetId]);

    /// <inheritdoc/>
    public ValueTask LetGoAsync(IReadOnlyList<ushort> packetIds) => NoteAsync(StoreRecordKind.LetGo, packetIds);

    /// <inheritdoc/>
    public void Remove(ushort packetId)
    {
        lock (sync)
        {
            waiting.Records.Add(new StoreRecord(StoreRecordKind.Done, packetId, default));
            _ = Write();
        }
    }

    /// <summary>Writes what is there and closes the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        Task last;
        lock (sync)
        {
            closed = true;
            last = writing;
        }
        await last;
        folder.Dispose();
    }

    private ValueTask NoteAsync(StoreRecordKind kind, IReadOnlyList<ushort> packetIds)
    {
        lock (sync)
        {
            foreach (var id in packetIds)
                waiting.Records.Add(new StoreRecord(kind, id, default));
            waiting.Sync = true;
            return new ValueTask(Write());
        }
    }

    // Under the lock. One thread writes; what comes meanwhile is the next group.
    private Task Write()
    {
        var written = waiting.Written.Task;
        if (closed)
        {
            waiting.Written.TrySetException(new MqttException(MqttReasonCode.UnspecifiedError, $"{options.Folder} is closed"));
            _ = written.Exception;
        }
        else if (!isWriting)
        {
            isWriting = true;
            writing = Task.Run(WriteGroups);
        }
        return written;
    }

    private void WriteGroups()
    {
        while (true)
        {
            Group group;
            lock (sync)
            {
                if (waiting.Records.Count == 0)
                {
                    isWriting = false;
                    return;
                }
                (group, waiting) = (waiting, new Group());
            }
            try
            {
                folder.Append(group.Records, group.Sync);
                group.Written.SetResult();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                group.Written.SetException(new MqttException(MqttReasonCode.UnspecifiedError, $"{options.Folder} cannot be written: {e.Message}", e));
                _ = group.Written.Task.Exception;
            }
        }
    }

    private sealed class Group
    {
        public List<StoreRecord> Records { get; } = [];

        public long Bytes { get; set; }

        public bool Sync { get; set; }

        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
