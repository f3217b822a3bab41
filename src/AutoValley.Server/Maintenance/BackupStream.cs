using System.Security.Cryptography;
using AutoValley.Storage.Maintenance;
using AutoValley.V1;
using Google.Protobuf;
using Grpc.Core;
using BackupFile = AutoValley.Storage.Maintenance.BackupFile;

namespace AutoValley.Server.Maintenance;

/// <summary>Writes a backup's files to a client, one after the other.</summary>
internal sealed class BackupStream(IServerStreamWriter<BackupResponse> responses, CancellationToken cancellation)
{
    private const int PieceBytes = 256 * 1024;

    private readonly byte[] piece = new byte[PieceBytes];
    private ulong files;
    private ulong bytes;

    public async Task WriteAsync(StoreBackup backup)
    {
        await foreach (var file in backup.FilesAsync(cancellation))
            await WriteAsync(file);
        await responses.WriteAsync(new BackupResponse { End = new BackupEnd { Files = files, Bytes = bytes } }, cancellation);
    }

    private async Task WriteAsync(BackupFile file)
    {
        if (file.Problem.Length > 0)
        {
            var problem = new BackupProblem { Name = file.Name, Reason = file.Problem };
            await responses.WriteAsync(new BackupResponse { Problem = problem }, cancellation);
            return;
        }
        await using var content = new FileStream(
            file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var head = new V1.BackupFile { Name = file.Name, Bytes = (ulong)content.Length };
        await responses.WriteAsync(new BackupResponse { File = head }, cancellation);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (await content.ReadAtLeastAsync(piece, PieceBytes, throwOnEndOfStream: false, cancellation) is var read and > 0)
        {
            digest.AppendData(piece, 0, read);
            await responses.WriteAsync(new BackupResponse { Data = ByteString.CopyFrom(piece, 0, read) }, cancellation);
        }
        var end = new BackupFileEnd { Sha256 = ByteString.CopyFrom(digest.GetHashAndReset()) };
        await responses.WriteAsync(new BackupResponse { FileEnd = end }, cancellation);
        (files, bytes) = (files + 1, bytes + head.Bytes);
    }
}
