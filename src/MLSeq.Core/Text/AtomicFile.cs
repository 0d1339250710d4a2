namespace MLSeq.Text;

/// <summary>Files that appear whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes aside, in the same folder, flushes to the disk and renames: a file of that name is either the old one or
    /// the new one, whole, whatever happens in between.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written, for instance because the disk is full.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var aside = $"{path}.{Environment.ProcessId}.partial";
        try
        {
            using (var stream = new FileStream(aside, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: true);
        }
        finally
        {
            File.Delete(aside);
        }
    }
}
