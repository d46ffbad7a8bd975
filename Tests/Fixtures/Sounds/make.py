"""Makes one short file in each encoding that libsndfile writes and a test cannot write byte by byte.

python make.py, with numpy and soundfile (0.13 here, libsndfile 1.2.2). A quarter of a second of a voice-like tone at 16 kHz.
"""
import numpy
import soundfile

rate = 16000
time = numpy.arange(rate // 4) / rate
tone = 0.3 * numpy.sin(2 * numpy.pi * 180 * time) + 0.1 * numpy.sin(2 * numpy.pi * 720 * time + 1)
sound = (tone * numpy.hanning(len(tone))).astype("float32")

for name, form, subtype in [
    ("flac16.flac", "FLAC", "PCM_16"), ("flac24.flac", "FLAC", "PCM_24"), ("vorbis.ogg", "OGG", "VORBIS"),
    ("opus.opus", "OGG", "OPUS"), ("layer3.mp3", "MP3", "MPEG_LAYER_III"), ("alac.caf", "CAF", "ALAC_16"),
    ("ima.wav", "WAV", "IMA_ADPCM"), ("ms.wav", "WAV", "MS_ADPCM"), ("gsm.wav", "WAV", "GSM610"),
    ("g721.au", "AU", "G721_32"), ("ima.aiff", "AIFF", "IMA_ADPCM"), ("w64.w64", "W64", "PCM_16"),
    ("rf64.rf64", "RF64", "PCM_16"), ("wavex.wav", "WAVEX", "PCM_24"), ("caf.caf", "CAF", "PCM_16"),
    ("voc.voc", "VOC", "PCM_16"), ("nist.wav", "NIST", "PCM_16"), ("svx.aiff", "SVX", "PCM_16"),
]:
    data = sound[: len(sound) // 160 * 160] if "gsm" in name else sound
    soundfile.write(name, data, rate, format=form, subtype=subtype)
stereo = numpy.stack([sound, 0.5 * sound], axis=1)
soundfile.write("stereo.flac", stereo, rate)
soundfile.write("stereo.ogg", stereo, rate)
soundfile.write("stereo.mp3", stereo, rate)
