using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace AutoValley.Mqtt.Server.Connections;

/// <summary>What a transport knows of the other end.</summary>
/// <param name="Remote">Its address, if it has one.</param>
/// <param name="Certificate">Its certificate, if it showed one over TLS.</param>
internal readonly record struct Peer(EndPoint? Remote, X509Certificate2? Certificate = null);
