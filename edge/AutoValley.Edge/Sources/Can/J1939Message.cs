namespace AutoValley.Edge.Sources.Can;

/// <summary>
/// A parameter group of J1939 and its senders. Two senders' values never share a signal: a sender whose address the database names has the message of that
/// id; of all others the first one heard has the plain names of the message for anybody (<c>CAN.EEC1.EngineSpeed</c>), and names of every further one tell its
/// address (<c>CAN.EEC1-from-17.EngineSpeed</c>, hexadecimal). Nearly every group has one sender, so nearly every name stays plain; where it matters which of
/// several has the plain name in every drive, an id with its address in the database decides. Descriptions always tell the address.
/// </summary>
internal sealed class J1939Message
{
    private readonly CanMessageGroups?[] ofSources = new CanMessageGroups?[256];
    private CanMessageGroups? ofAnybody;
    private CanMessageGroups? last;
    private bool isHeard;

    /// <summary>The messages of the database.</summary>
    public IEnumerable<CanMessageGroups> Described => ofSources.Append(ofAnybody).OfType<CanMessageGroups>();

    /// <summary>Adds a message of the database; of several with one address the last counts.</summary>
    /// <exception cref="SourceException">A signal's name leaves no room for a sender's address.</exception>
    public void Add(byte source, CanMessageGroups message)
    {
        // As long as any name that From makes.
        message.SentBy(source, isNamed: true);
        last = message;
        if (source == J1939Id.NullAddress)
            ofAnybody = message;
        else
            ofSources[source] = message.SentBy(source, isNamed: false);
    }

    /// <summary>The message as this sender sends it.</summary>
    public CanMessageGroups From(byte source)
    {
        if (ofSources[source] is { } known)
            return known;
        // Without a message for anybody the plain names are those of the senders in the database.
        var message = (ofAnybody ?? last)!.SentBy(source, isNamed: isHeard || ofAnybody is null);
        isHeard = true;
        return ofSources[source] = message;
    }
}
