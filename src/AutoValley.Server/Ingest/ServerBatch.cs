using AutoValley.Storage;

namespace AutoValley.Server.Ingest;

/// <summary>A batch of a <see cref="ServerSession"/>.</summary>
/// <param name="Session">As the catalogue has it.</param>
/// <param name="Number">Within the session.</param>
/// <param name="Payload">The wire bytes.</param>
internal sealed record ServerBatch(Session Session, ulong Number, byte[] Payload);
