namespace AutoValley.Mqtt.Client.Storing;

/// <summary>One file of a client's store.</summary>
internal sealed class StoreSegment(string path)
{
    public string Path => path;

    public long Bytes { get; set; }

    /// <summary>Publishes in it that are not done.</summary>
    public int Pending { get; set; }
}
